import 'graphiql/setup-workers/vite';
import { createRoot } from 'react-dom/client';
import { Console } from './Console.tsx';
import { nonceForStyles } from './nonceForStyles.ts';

nonceForStyles(document);
const root = document.getElementById('console');
if (root) createRoot(root).render(<Console demo={document.body.dataset['demo'] === 'true'} />);
