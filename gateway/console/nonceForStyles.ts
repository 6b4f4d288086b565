/**
 * The editor writes `style` elements at run time. From here on each is given the nonce of the page, so that the content
 * security policy can refuse every other. To be called before the editor is shown.
 */
export function nonceForStyles(page: Document): void {
  const nonce = page.querySelector<HTMLElement>('meta[property="csp-nonce"]')?.nonce ?? '';
  const createElement = page.createElement.bind(page);
  page.createElement = (name: string, options?: ElementCreationOptions): HTMLElement => {
    const element = createElement(name, options);
    if (element instanceof HTMLStyleElement) element.nonce = nonce;
    return element;
  };
}
