import { parentPort, workerData } from 'node:worker_threads';
import { LeakWorker, type WorkerOrder } from './LeakWorker.ts';

const worker = await LeakWorker.start(workerData as WorkerOrder);
await worker.run((progress) => parentPort?.postMessage(progress));
await worker.stop();
