import { createHash } from 'node:crypto';
import { aessiv } from '@noble/ciphers/aes.js';
import { canonicalJson } from '../../schema/canonicalJson.ts';
import { isRecordId, nationOf } from '../../schema/id.ts';
import { formatPosition, parsePosition } from '../../schema/position.ts';

/** A place in a merged list, and the nations that this walk has already missed rows of. */
export interface Cursor {
  readonly key: string;
  readonly nation: string;
  readonly id: string;
  readonly missed: readonly string[];
}

/** What a cursor is good for. It opens for no other field, parent, order, filter or class of readers. */
export interface CursorScope {
  readonly field: string;
  readonly parent: string | null;
  /** All arguments but where the page lies and which nations are asked. */
  readonly arguments: Readonly<Record<string, unknown>>;
  readonly readerClass: string;
}

/**
 * Sealed with AES-SIV (RFC 5297): equal places give equal bytes, and a reader learns nothing of the sort key. `secret`
 * has 64 bytes.
 */
export class CursorSeal {
  readonly #secret: Uint8Array;

  constructor(secret: Uint8Array) {
    if (secret.length !== 64) throw new TypeError(`the key of the cursor seal has ${secret.length} bytes, not 64`);
    this.#secret = secret;
  }

  /** The seal of one list: of all its cursors. */
  within(scope: CursorScope): ListSeal {
    const { seal, open } = this.about(scope);
    return {
      seal: ({ key, id, missed }) => seal([formatPosition({ key, id }), ...missed.toSorted()].join(' ')),
      open: (sealed) => {
        const text = open(sealed);
        return text === null ? null : readCursor(text);
      },
    };
  }

  /** The seal of texts that are about one thing, whatever it is: they open for nothing else. */
  about(subject: unknown): TextSeal {
    const about = createHash('sha256').update(canonicalJson(subject)).digest();
    // A cipher of this library seals once.
    const cipher = () => aessiv(this.#secret, about);
    return {
      seal: (text) => Buffer.from(cipher().encrypt(Buffer.from(text))).toString('base64url'),
      open: (sealed) => {
        try {
          return Buffer.from(cipher().decrypt(Buffer.from(sealed, 'base64url'))).toString();
        } catch {
          return null;
        }
      },
    };
  }
}

export interface TextSeal {
  readonly seal: (text: string) => string;
  /** Null: not one of ours about this. */
  readonly open: (sealed: string) => string | null;
}

export interface ListSeal {
  readonly seal: (cursor: Cursor) => string;
  /** Null: not a cursor of ours for this list. */
  readonly open: (sealed: string) => Cursor | null;
}

function readCursor(text: string): Cursor | null {
  const [place = '', ...missed] = text.split(' ');
  const position = parsePosition(place);
  const nation = position && isRecordId(position.id) ? nationOf(position.id) : null;
  return position && nation !== null ? { ...position, nation, missed } : null;
}
