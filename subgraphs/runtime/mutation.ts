import type { GraphQLResolveInfo } from 'graphql';
import { MarkingsNeeded, markingsNeeded, RecordRefused, WriteRefused } from '../errors.ts';
import { deniedInput } from './deniedInput.ts';
import type { Reading } from './Reading.ts';
import type { Writing } from './Writing.ts';

/** What a write left for its payload: by payload field, the type and id of a record. */
export type Written = Readonly<Record<string, readonly [typeName: string, id: string]>>;

/**
 * A field of `Mutation`: one write, then its payload as the writer reads it afterwards. A write that is refused has
 * changed nothing, and its payload says what kept it.
 */
export const mutation =
  <Input>(work: (writing: Writing, input: Input) => Promise<Written>) =>
  async (_source: unknown, args: { input: Input }, reading: Reading, info: GraphQLResolveInfo) => {
    try {
      const written = await reading.write((writing) => {
        const denied = deniedInput(info, args, writing.writer);
        if (denied !== null) throw new WriteRefused('NOT_ALLOWED', 'not for your role or clearance', denied);
        return work(writing, args.input);
      });
      const records = Object.entries(written).map(
        ([field, [typeName, id]]) => [field, () => reading.record(typeName, id)] as const,
      );
      return { ...Object.fromEntries(records), problems: [] };
    } catch (error) {
      if (error instanceof WriteRefused) return { problems: [error.problem] };
      if (error instanceof RecordRefused) {
        return { problems: [{ code: 'INVALID', message: error.problem, path: ['input'] }] };
      }
      throw error instanceof MarkingsNeeded ? markingsNeeded(error) : error;
    }
  };
