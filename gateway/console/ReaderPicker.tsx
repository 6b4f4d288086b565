import type { DemoReader } from './demoReaders.ts';

interface ReaderPickerProps {
  readonly readers: readonly DemoReader[];
  readonly chosen: DemoReader | null;
  readonly onChoose: (reader: DemoReader) => void;
}

/** A radio group: one tab stop, the arrow keys change the reader. */
export function ReaderPicker({ readers, chosen, onChoose }: ReaderPickerProps) {
  return (
    <fieldset className="readers">
      <legend>Read as</legend>
      {readers.map((reader) => (
        <label key={reader.id} className="reader">
          <input
            type="radio"
            name="reader"
            value={reader.id}
            checked={reader === chosen}
            onChange={() => onChoose(reader)}
          />
          <span className="name">{reader.name}</span>
          <Level claims={reader.claims} />
          <span className="about">{reader.about}</span>
          {reader === chosen && <Claims claims={reader.claims} />}
        </label>
      ))}
    </fieldset>
  );
}

function Level({ claims }: { claims: DemoReader['claims'] }) {
  const expired = claims.clearanceExpires !== undefined;
  return (
    <span className="level" data-level={expired ? 'NU' : claims.level}>
      {expired ? <s>{claims.level}</s> : claims.level}
    </span>
  );
}

function Claims({ claims }: { claims: DemoReader['claims'] }) {
  const held = [...claims.roles, ...claims.categories, `AAL ${claims.aal}`];
  return (
    <span className="claims">
      {claims.nation}
      {claims.nationality === claims.nation ? '' : `, national of ${claims.nationality}`} · {held.join(' · ')}
    </span>
  );
}
