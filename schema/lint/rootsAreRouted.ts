import { applied, isApplied } from './applied.ts';
import type { Field, Rule } from './Contract.ts';

/**
 * Every field of Query and Mutation that nations serve is gathered from all of them, routed to one or made by the gateway,
 * and every subscription names its events. Otherwise the planner would take one nation's answer for the answer of all.
 */
export const rootsAreRouted: Rule = ({ fields, national }) =>
  fields
    .filter(({ at }) => national.has(at))
    .flatMap((field) => {
      const message = complaint(field);
      return message === null ? [] : [{ at: field.at, message }];
    });

function complaint({ owner, definition }: Field): string | null {
  const gathered = isApplied(definition, 'gather');
  const [route] = applied(definition, 'route');
  if (owner.name === 'Query') {
    const ways = [gathered, route !== undefined, isApplied(definition, 'match')].filter(Boolean);
    if (ways.length !== 1) return 'put one of @gather, @route and @match on it';
    return route?.['to'] === undefined ? null : 'reads are routed by an argument; use @route(by:)';
  }
  if (owner.name === 'Mutation') return !gathered && route ? null : 'a write goes to one nation; put @route on it';
  if (owner.name === 'Subscription') return isApplied(definition, 'event') ? null : 'put @event on it';
  return null;
}
