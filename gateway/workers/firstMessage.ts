import { once } from 'node:events';

/** What the process that started this one says first. Until then this one lives, whatever was loaded before it. */
export async function firstMessage(): Promise<unknown> {
  process.channel?.ref();
  const [message] = (await once(process, 'message')) as [unknown];
  return message;
}
