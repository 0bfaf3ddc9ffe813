/**
 * A stand-in for an actor reference. XState only passes it along; sending through it, or reading what it stands for, is refused.
 */
export class ActorName {
  readonly _parent: undefined;
  readonly system: object;
  readonly #nameOf: () => string;
  readonly #refuse: (target: string, method: string) => never;

  constructor(nameOf: () => string, system: object, refuse: (target: string, method: string) => never) {
    this.system = system;
    this.#nameOf = nameOf;
    this.#refuse = refuse;
    // What a machine wrote onto a reference it would find there the next time.
    Object.freeze(this);
  }

  get id(): string {
    return this.#nameOf();
  }
  get sessionId(): string {
    return this.#nameOf();
  }
  send(): never {
    return this.#refuse(this.id, 'send');
  }
  getSnapshot(): never {
    return this.#refuse(this.id, 'getSnapshot');
  }
  getPersistedSnapshot(): never {
    return this.#refuse(this.id, 'getPersistedSnapshot');
  }
  subscribe(): never {
    return this.#refuse(this.id, 'subscribe');
  }
  on(): never {
    return this.#refuse(this.id, 'on');
  }
}
