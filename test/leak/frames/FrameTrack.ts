import { parseCursor } from '../../../gateway/alerts/AlertCursor.ts';
import type { AlertFrame } from '../../../gateway/alerts/alertFrame.ts';
import { CursorSeal, type TextSeal } from '../../../gateway/federation/cursor.ts';
import { personOf } from '../../../gateway/identity/personOf.ts';
import { parseEventPosition } from '../../../schema/feed/EventPosition.ts';
import { isRecord } from '../../../schema/isRecord.ts';
import type { ReaderClaims } from '../LeakCase.ts';
import { readerOf, sealingKey, type Scene } from '../Scene.ts';
import type { FrameOperation } from './frameOperations.ts';

/** A frame, and where a stream stood after it. */
export interface Told {
  /** Whose alert it is, by the cursor. */
  readonly nation: string;
  /**
   * What a reader has of it. The cursor is written out: what is new in it since the frame before, without the turns that
   * tell writes of one moment apart. Nobody can open it, but where it leads to, and its length, come of what is in it.
   */
  readonly frame: unknown;
  readonly cursor: string;
  /** Where in their nations' feeds what it tells of stands, without turns. */
  readonly places: readonly string[];
  /** Since when the cursor counts. */
  readonly start: number;
  /** By nation: the position that was delivered last. */
  readonly delivered: ReadonlyMap<string, string>;
}

/** Reads the frames of one reader's streams. */
export class FrameTrack {
  readonly #name: string;
  readonly #seal: TextSeal;

  constructor(claims: ReaderClaims, scene: Scene, { name, about }: FrameOperation) {
    this.#name = name;
    this.#seal = new CursorSeal(sealingKey).about({
      alerts: name,
      arguments: about,
      reader: personOf(readerOf(claims, scene)),
    });
  }

  /** What comes after `last`; null: a stream begins. */
  read(frames: readonly AlertFrame[], last: Pick<Told, 'delivered'> | null): readonly Told[] {
    let delivered = last?.delivered ?? new Map<string, string>();
    return frames.map((frame) => {
      const told = this.#told(frame, delivered);
      delivered = told.delivered;
      return told;
    });
  }

  #told(frame: AlertFrame, before: ReadonlyMap<string, string>): Told {
    const alert = frame.data[this.#name];
    if (!isRecord(alert)) return { nation: '', frame, cursor: '', places: [], start: 0, delivered: before };
    const sealed = String(alert['cursor']);
    const cursor = parseCursor(this.#seal.open(sealed) ?? '');
    if (cursor === null) return { nation: '', frame, cursor: sealed, places: [], start: 0, delivered: before };
    const { start, delivered } = cursor;
    const fresh = [...delivered].filter(([nation, position]) => before.get(nation) !== position);
    const isWhole = [...before.keys()].every((nation) => delivered.has(nation));
    const places = fresh.map(([, position]) => withoutTurn(position));
    const written = [isWhole, ...places];
    return {
      nation: fresh.map(([nation]) => nation).join(),
      frame: { ...frame, data: { [this.#name]: { ...alert, cursor: written } } },
      cursor: sealed,
      places,
      start,
      delivered,
    };
  }
}

/** Frames by nation: between nations there is no order. */
export const byNation = (told: readonly Told[]): readonly (readonly [string, readonly unknown[]])[] =>
  [...Map.groupBy(told, ({ nation }) => nation)]
    .map(([nation, some]) => [nation, some.map(({ frame }) => frame)] as const)
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

/**
 * A frame after which as much was delivered as after this one, and which counts from the same time: when those who go on
 * have caught up, which moves that, is a matter of milliseconds.
 */
export const alike = (told: readonly Told[], one: Told): Told | undefined =>
  told.findLast(({ start, delivered }) => start === one.start && placeOf(delivered) === placeOf(one.delivered));

const placeOf = (delivered: ReadonlyMap<string, string>): string =>
  [...delivered.values()].map(withoutTurn).toSorted().join(' ');

/** Of an event's position: turns tell writes of one moment apart, and no reader sees them. */
export const withoutTurn = (position: string): string => position.replace(/\.\d{6}/, '');

/** Epoch milliseconds. */
export const momentIn = (position: string): number => parseEventPosition(position)?.at ?? NaN;
