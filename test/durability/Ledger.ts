export interface SentReport {
  readonly nation: string;
  /** Also the incident's name. */
  readonly reference: string;
  readonly description: string;
  /** What each answer that came said; several, where it was sent again. */
  readonly answers: { readonly id: string; readonly reportedAt: string }[];
}

export interface SentUpdate {
  readonly nation: string;
  readonly incident: string;
  readonly description: string;
  /** null: no answer came, and it may have happened or not. */
  answer: { readonly updatedAt: string } | null;
}

export interface SentAcknowledgement {
  /** Of the writer. */
  readonly nation: string;
  readonly incident: string;
  readonly note: string;
  answer: { readonly id: string } | null;
}

/** What writers sent, in their order, and what they were told. */
export class Ledger {
  readonly reports: SentReport[] = [];
  readonly updates: SentUpdate[] = [];
  readonly acknowledgements: SentAcknowledgement[] = [];
  /** Answers that no healthy alliance gives. */
  readonly oddities: string[] = [];
  /** Requests that got no answer. */
  unanswered = 0;

  /** Of one nation's store. */
  acknowledged(nation?: string): number {
    const own = <T extends { readonly nation: string }>(sent: readonly T[]): readonly T[] =>
      sent.filter((one) => nation === undefined || one.nation === nation);
    return (
      own(this.reports).filter(({ answers }) => answers.length > 0).length +
      own(this.updates).filter(({ answer }) => answer !== null).length +
      own(this.acknowledgements).filter(({ answer }) => answer !== null).length
    );
  }
}
