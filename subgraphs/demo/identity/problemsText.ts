import type { z } from 'zod';

/** `level: is not one of NU, NR ...; aal: is not 1, 2 or 3` */
export const problemsText = (error: z.ZodError): string =>
  error.issues.map(({ path, message }) => (path.length > 0 ? `${path.join('.')}: ${message}` : message)).join('; ');
