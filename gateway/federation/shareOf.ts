/** Fewer are not worth a second request. */
const least = 8;

/**
 * How many rows each of so many nations is asked for first: twice what a page would take of it if all held alike, so that
 * few are asked again. `nations`: those that serve, however few of them are asked, since no nation is told which are.
 */
export const shareOf = (page: number, nations: number): number =>
  Math.min(page, Math.max(least, 2 * Math.ceil(page / nations)));
