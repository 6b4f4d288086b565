import { parentPort, workerData } from 'node:worker_threads';
import { answerSequence, type SequenceOrder } from './Sequence.ts';

parentPort?.postMessage(await answerSequence(workerData as SequenceOrder));
