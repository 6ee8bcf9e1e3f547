/**
 * `make`, which must be pure, with its last result for each object kept as long as the object lives: what is asked again
 * with the same rest of arguments is the same result, by identity.
 */
export function remembered<Of extends object, Rest extends readonly unknown[], Made>(
  make: (of: Of, ...rest: Rest) => Made,
): (of: Of, ...rest: Rest) => Made {
  const known = new WeakMap<Of, { rest: Rest; made: Made }>();
  return (of, ...rest) => {
    const last = known.get(of);
    if (last && rest.every((value, index) => Object.is(value, last.rest[index]))) return last.made;
    const made = make(of, ...rest);
    known.set(of, { rest, made });
    return made;
  };
}
