import { useState } from 'react';
import type { Bearer } from './askWith.ts';
import { DemoSignIn } from './DemoSignIn.tsx';
import { Desk } from './Desk.tsx';
import type { Reading } from './Reading.ts';
import { TokenSignIn } from './TokenSignIn.tsx';

/** The whole page below its heading: who reads, what to ask, and the editor that asks it. */
export function Console({ demo }: { demo: boolean }) {
  const [reading, setReading] = useState<Reading | null>(null);
  return (
    <>
      <aside className="side">
        {demo ? <DemoSignIn onReading={setReading} /> : <TokenSignIn onReading={setReading} />}
        {demo && reading && <CopyToken key={reading.name} bearer={reading.bearer} />}
        <p className="quiet">
          Nothing is kept in this browser: a reload starts over. The graph is at <code>/graphql</code>.
        </p>
      </aside>
      <section id="explorer" className="desk" aria-label="Query editor" tabIndex={-1}>
        {reading ? <Desk reading={reading} /> : <p className="quiet">Nobody reads yet.</p>}
      </section>
    </>
  );
}

function CopyToken({ bearer }: { bearer: Bearer }) {
  const [said, setSaid] = useState('');
  const copy = async (): Promise<void> => {
    try {
      await navigator.clipboard.writeText(await bearer());
      setSaid('Copied. It holds for at most 15 minutes.');
    } catch {
      setSaid('The browser did not allow it.');
    }
  };
  return (
    <p className="copy">
      <button type="button" onClick={() => void copy()}>
        Copy this reader’s token
      </button>
      <span role="status">{said}</span>
    </p>
  );
}
