import { useId } from 'react';
import type { Reading } from './Reading.ts';

/** Outside a demo the page hands out nothing: whoever has a token brings it. */
export function TokenSignIn({ onReading }: { onReading: (reading: Reading) => void }) {
  const id = useId();
  const submit = (form: FormData): void => {
    const token = form.get('token');
    if (typeof token !== 'string') return;
    onReading({ name: 'The holder of this token', level: null, bearer: async () => token.trim() });
  };
  return (
    <form className="token" action={submit}>
      <label htmlFor={id}>Your access token</label>
      <input id={id} name="token" type="password" autoComplete="off" required />
      <button type="submit">Read with it</button>
    </form>
  );
}
