import { z } from 'zod';

/** What the import command and a nation's `/operator/import` say to each other. */
export const largestBatch = 200;
/** Bytes of one request, and so of one original. */
export const largestRequest = 8 * 1024 * 1024;

const technique = z.strictObject({
  id: z.string().regex(/^T\d{4}(\.\d{3})?$/),
  name: z.string().max(200).nullable(),
  tactics: z.array(z.string().max(100)).max(20).readonly(),
});

export const importRequest = z.strictObject({
  format: z.string().max(40),
  /** As the operator wrote it, canonical or short; null = unlabelled. */
  label: z.string().max(10_000).nullable(),
  records: z
    .array(
      z.strictObject({
        file: z.string().max(4096),
        line: z.number().int().positive(),
        /** The original, byte for byte. */
        text: z.string(),
        techniques: z.array(technique).max(1000).readonly().optional(),
      }),
    )
    .min(1)
    .max(largestBatch),
});
export type ImportRequest = z.infer<typeof importRequest>;

export const importOutcomes = ['imported', 'updated', 'unchanged', 'rejected'] as const;
export type ImportOutcome = (typeof importOutcomes)[number];

const result = z.strictObject({
  file: z.string(),
  line: z.number(),
  outcome: z.enum(importOutcomes),
  /** Null when rejected. */
  id: z.string().nullable(),
  /** Why it was rejected. */
  reason: z.string().nullable(),
  /** Values of the original that no field could take. */
  notes: z.array(z.string()),
});
export type ImportResult = z.infer<typeof result>;

/** In the order of the request. */
export const importAnswer = z.strictObject({ results: z.array(result) });
export const importRefusal = z.strictObject({ error: z.string() });
