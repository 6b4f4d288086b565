export interface Page {
  readonly url: string;
  readonly status: number;
  readonly body: string;
  /** Where it leads outside the provider. */
  readonly location: string | null;
}

/** As much of a browser as a sign-in needs: cookies by path, redirects on the same host, one form a page. */
export class Browser {
  readonly #cookies = new Map<string, { path: string; value: string }>();

  async open(url: string, init: RequestInit = {}): Promise<Page> {
    const { pathname, origin } = new URL(url);
    const sent = [...this.#cookies].filter(([, { path }]) => pathname.startsWith(path));
    const cookie = sent.map(([name, { value }]) => `${name.split(' ')[0] ?? ''}=${value}`).join('; ');
    const response = await fetch(url, { ...init, redirect: 'manual', headers: { cookie } });
    response.headers.getSetCookie().forEach((line) => this.#keep(line));
    const location = response.headers.get('location');
    const next = location === null ? null : new URL(location, url);
    if (next?.origin === origin) return this.open(next.href);
    return { url, status: response.status, body: await response.text(), location };
  }

  async submit(page: Page, values: Readonly<Record<string, string>>): Promise<Page> {
    const [, action = ''] = /<form method="post" action="([^"]+)"/.exec(page.body) ?? [];
    return this.open(new URL(action, page.url).href, { method: 'POST', body: new URLSearchParams(values) });
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', value = ''] = pair.split('=');
    const path = attributes.find((each) => each.toLowerCase().startsWith('path='))?.slice(5) ?? '/';
    this.#cookies.set(`${name} ${path}`, { path, value });
  }
}
