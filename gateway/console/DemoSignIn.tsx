import { useEffect, useState } from 'react';
import type { Reading } from './Reading.ts';
import type { DemoReader } from './demoReaders.ts';
import { demoBearer } from './demoBearer.ts';
import { ReaderPicker } from './ReaderPicker.tsx';

/** In a demo: one of the ready readers, the first to begin with. */
export function DemoSignIn({ onReading }: { onReading: (reading: Reading) => void }) {
  const [readers, setReaders] = useState<readonly DemoReader[] | 'missing'>([]);
  const [chosen, setChosen] = useState<DemoReader | null>(null);

  useEffect(() => {
    const begin = async (): Promise<void> => {
      const readers = await fetchReaders();
      setReaders(readers);
      setChosen(readers[0] ?? null);
    };
    begin().catch(() => setReaders('missing'));
  }, []);

  useEffect(() => {
    if (!chosen) return;
    const { level, clearanceExpires } = chosen.claims;
    onReading({
      name: chosen.name,
      level: clearanceExpires === undefined ? level : `${level} until it expired`,
      bearer: demoBearer(chosen.id, Date.now),
    });
  }, [chosen, onReading]);

  if (readers === 'missing') return <p>The demo’s readers cannot be had: is its identity provider running?</p>;
  return <ReaderPicker readers={readers} chosen={chosen} onChoose={setChosen} />;
}

async function fetchReaders(): Promise<readonly DemoReader[]> {
  const response = await fetch('/demo/readers');
  if (!response.ok) throw new Error(`no readers: ${response.status}`);
  return (await response.json()) as readonly DemoReader[];
}
