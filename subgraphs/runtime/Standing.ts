import type { AllianceDocument } from '../../schema/alliance/AllianceDocument.ts';
import { documentDigest } from '../../schema/alliance/digest.ts';
import { directoryOf } from '../../schema/alliance/directoryOf.ts';
import type { Directory } from '../../schema/label/directory.ts';

/** Milliseconds for which passports may still name the document before: as long as one that was issued by it can live. */
const overlap = 65_000;

/** What a nation goes by of the alliance's registry, which changes while the nation serves. */
export class Standing {
  #document: AllianceDocument;
  #directory: Directory;
  #digest: string;
  #former: { readonly digest: string; readonly until: number } | null = null;

  constructor(document: AllianceDocument) {
    this.#document = document;
    this.#directory = directoryOf(document);
    this.#digest = documentDigest(document);
  }

  get document(): AllianceDocument {
    return this.#document;
  }

  /** What names on labels mean, by the document of this moment. */
  get directory(): Directory {
    return this.#directory;
  }

  /** From now on (epoch milliseconds) everything is decided by this document, also of passports that name the one before. */
  adopt(document: AllianceDocument, now: number): void {
    this.#former = { digest: this.#digest, until: now + overlap };
    this.#document = document;
    this.#directory = directoryOf(document);
    this.#digest = documentDigest(document);
  }

  /** May a passport name the document with this digest? With another one, gateway and nation would not decide alike. */
  knows(digest: string, now: number): boolean {
    return digest === this.#digest || (digest === this.#former?.digest && now < this.#former.until);
  }
}
