import { LRUCache } from 'lru-cache';
import type { Adapter, AdapterFactory, AdapterPayload } from 'oidc-provider';

/** Sessions, codes and grants of one provider, gone with the process: a demo signs in again after a restart. */
export function memoryAdapter(): AdapterFactory {
  const entries = new LRUCache<string, AdapterPayload>({ max: 5_000 });
  return (model) => new MemoryAdapter(entries, model);
}

class MemoryAdapter implements Adapter {
  readonly #entries: LRUCache<string, AdapterPayload>;
  readonly #model: string;

  constructor(entries: LRUCache<string, AdapterPayload>, model: string) {
    this.#entries = entries;
    this.#model = model;
  }

  async upsert(id: string, payload: AdapterPayload, expiresIn?: number): Promise<void> {
    this.#entries.set(this.#name(id), payload, expiresIn ? { ttl: expiresIn * 1000 } : {});
  }

  async find(id: string): Promise<AdapterPayload | undefined> {
    return this.#entries.get(this.#name(id));
  }

  async findByUid(uid: string): Promise<AdapterPayload | undefined> {
    return this.#first((payload) => payload.uid === uid);
  }

  async findByUserCode(userCode: string): Promise<AdapterPayload | undefined> {
    return this.#first((payload) => payload.userCode === userCode);
  }

  async consume(id: string): Promise<void> {
    const payload = this.#entries.get(this.#name(id));
    if (payload) payload['consumed'] = Math.floor(Date.now() / 1000);
  }

  async destroy(id: string): Promise<void> {
    this.#entries.delete(this.#name(id));
  }

  async revokeByGrantId(grantId: string): Promise<void> {
    for (const [name, payload] of this.#entries.entries()) {
      if (payload.grantId === grantId) this.#entries.delete(name);
    }
  }

  #first(found: (payload: AdapterPayload) => boolean): AdapterPayload | undefined {
    return [...this.#entries.entries()].find(([name, each]) => name.startsWith(`${this.#model}:`) && found(each))?.[1];
  }

  readonly #name = (id: string): string => `${this.#model}:${id}`;
}
