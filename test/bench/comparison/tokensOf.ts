const levels = ['NC', 'NS'] as const;

/** Real access tokens of readers of these nations, at two levels, good for an hour. */
export async function tokensOf(
  identityUrl: string,
  nations: readonly string[],
  count: number,
): Promise<readonly string[]> {
  const tokens: string[] = [];
  for (let number = 0; number < count; number += 1) {
    const claims = {
      subject: `reader-${number}`,
      nation: nations[number % nations.length],
      level: levels[Math.floor(number / nations.length) % levels.length],
      categories: ['coi:AGENCY'],
      roles: ['ANALYST'],
      aal: 2,
      expiresIn: 3600,
    };
    const response = await fetch(`${identityUrl}/demo/token`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(claims),
    });
    const { access_token: token } = (await response.json()) as { access_token?: string };
    if (token === undefined) throw new TypeError(`no token for ${JSON.stringify(claims)}`);
    tokens.push(token);
  }
  return tokens;
}
