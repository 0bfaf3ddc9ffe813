/**
 * A context that tells which of its keys are read, in whatever way that is done: by name, by descriptor, in a copy, in a loop.
 *
 * Which keys there are it does not tell, because that is part of a layout (local-states.ts). What it holds is the context's
 * own. Node's `inspect` and `structuredClone` do not go through a proxy: the first looks behind it, where it is told of, and the
 * second throws.
 */
export function watchedContext(context: object, noteRead: (key: string) => void, noteInspected: () => void): object {
  const note = (key: string | symbol): void => {
    if (typeof key === 'string' && Object.hasOwn(context, key)) noteRead(key);
  };
  // Whatever inspect finds it asks first how it wants to be shown.
  const behind = Object.defineProperty({}, Symbol.for('nodejs.util.inspect.custom'), { configurable: true, get: noteInspected });
  return new Proxy(behind, {
    get: (_, key): unknown => {
      note(key);
      return Reflect.get(context, key);
    },
    has: (_, key) => Reflect.has(context, key),
    ownKeys: () => Reflect.ownKeys(context),
    getOwnPropertyDescriptor: (_, key) => {
      note(key);
      const property = Reflect.getOwnPropertyDescriptor(context, key);
      // A proxy may not call fixed what is not there behind it.
      return property === undefined ? undefined : { ...property, configurable: true };
    },
    set: () => false,
    defineProperty: () => false,
    deleteProperty: () => false,
  });
}
