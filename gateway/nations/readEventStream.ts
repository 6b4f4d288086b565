/** One event of a `text/event-stream` (WHATWG HTML, 9.2.6). */
export interface StreamedEvent {
  /** `message` unless named. */
  readonly name: string;
  readonly id: string;
  readonly data: string;
}

/** The events in these bytes. Comments and fields that are not known are passed over. Throws when one is too long. */
export async function* readEventStream(
  chunks: AsyncIterable<Uint8Array>,
  maxBytes: number,
): AsyncGenerator<StreamedEvent> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let rest = '';
  for await (const chunk of chunks) {
    rest += decoder.decode(chunk, { stream: true });
    const blocks = rest.split(/\r?\n\r?\n/);
    rest = blocks.pop() ?? '';
    if ([rest, ...blocks].some((block) => block.length > maxBytes)) throw new Error('an event is too long');
    for (const block of blocks) {
      const event = eventIn(block);
      if (event) yield event;
    }
  }
}

function eventIn(block: string): StreamedEvent | null {
  const fields = new Map<string, string>();
  for (const line of block.split(/\r?\n/)) {
    const [, field = '', value = ''] = /^([^:]*)(?:: ?(.*))?$/.exec(line) ?? [];
    if (field === 'data' && fields.has('data')) fields.set('data', `${fields.get('data')}\n${value}`);
    else if (field !== '') fields.set(field, value);
  }
  if (!fields.has('data')) return null;
  return { name: fields.get('event') ?? 'message', id: fields.get('id') ?? '', data: fields.get('data') ?? '' };
}
