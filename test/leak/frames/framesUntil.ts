import { setImmediate as turn } from 'node:timers/promises';
import type { AlertFrame } from '../../../gateway/alerts/alertFrame.ts';
import type { FrameReader, FrameWorld } from './FrameWorld.ts';

/** Something that everybody may see did not come. */
export class NoMarker extends Error {}

/** Milliseconds of real time for what must come. */
const patience = 10_000;

/** What came, once there is a frame for each of these moments; it is taken away. */
export async function framesUntil(
  reader: FrameReader,
  moments: readonly number[],
  { problems }: FrameWorld,
): Promise<readonly AlertFrame[]> {
  const { frames } = reader;
  const isThere = (): boolean => {
    const missing = [...moments];
    for (const frame of frames) {
      const place = missing.findIndex((moment) =>
        JSON.stringify(frame).includes(`"at":${JSON.stringify(new Date(moment).toISOString())}`),
      );
      if (place >= 0) missing.splice(place, 1);
    }
    return missing.length === 0;
  };
  const end = performance.now() + patience;
  while (!isThere()) {
    if (reader.hasEnded || performance.now() > end)
      throw new NoMarker(`no marker came: ${JSON.stringify({ moments, frames, problems, reader })}`);
    await turn();
  }
  return frames.splice(0);
}
