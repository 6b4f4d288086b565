/** Works at once and then after every interval (milliseconds), never twice at a time, until it is stopped. */
export function repeatedly(
  interval: number,
  work: () => Promise<void>,
  failed: (error: unknown) => void,
): { stop(): Promise<void> } {
  let working: Promise<void> | null = null;
  const begin = (): void => {
    working ??= work()
      .catch(failed)
      .finally(() => {
        working = null;
      });
  };
  begin();
  const timer = setInterval(begin, interval);
  return {
    stop: async () => {
      clearInterval(timer);
      await working;
    },
  };
}
