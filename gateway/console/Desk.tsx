import { GraphQLError, type ExecutionResult } from 'graphql';
import { useEffect, useMemo, useRef, useState } from 'react';
import { askWith, type Ask } from './askWith.ts';
import { boardExample, examples, type Example } from './examples.ts';
import { Explorer, type Loaded } from './Explorer.tsx';
import { outcomeOf } from './outcomeOf.ts';
import type { Reading } from './Reading.ts';
import { richestIncident } from './richestIncident.ts';

/** The examples, the editor, and one line between them that says who was answered what. */
export function Desk({ reading }: { reading: Reading }) {
  const [loaded, setLoaded] = useState<Loaded>({ example: boardExample, variables: {} });
  const [outcome, setOutcome] = useState<{ readonly to: Reading; readonly text: string } | null>(null);

  const present = useRef(reading);
  useEffect(() => {
    present.current = reading;
  }, [reading]);

  const ask = useMemo(() => askWith(reading.bearer), [reading]);
  const askAloud: Ask = useMemo(
    () => async (request) => {
      const answer = await ask(request);
      if (present.current !== reading) return tooLate;
      if (request.operationName !== 'IntrospectionQuery') setOutcome({ to: reading, text: outcomeOf(answer) });
      return answer;
    },
    [ask, reading],
  );

  const load = async (example: Example): Promise<void> => {
    try {
      const id = example.incident ? await richestIncident(ask) : null;
      if (example.incident && id === null) setOutcome({ to: reading, text: 'no incident to be seen' });
      else setLoaded({ example, variables: id === null ? {} : { id } });
    } catch (error) {
      setOutcome({ to: reading, text: error instanceof Error ? error.message : String(error) });
    }
  };

  return (
    <>
      <nav className="examples" aria-label="Example queries">
        {examples.map((example) => (
          <button
            key={example.id}
            type="button"
            aria-pressed={example === loaded.example}
            onClick={() => void load(example)}
          >
            <b>{example.title}</b>
            <span>{example.about}</span>
          </button>
        ))}
      </nav>
      <p className="outcome" role="status">
        <b>{reading.name}</b>
        {reading.level === null ? '' : `, ${reading.level}`}
        {outcome?.to === reading && ` — ${outcome.text}`}
      </p>
      <Explorer ask={askAloud} loaded={loaded} />
    </>
  );
}

/** Shown in place of an answer to the reader before. */
const tooLate: ExecutionResult = { errors: [new GraphQLError('the reader changed before the answer came')] };
