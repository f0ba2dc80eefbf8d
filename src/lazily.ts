/** Makes a thing when it is first asked for, and gives the same one from then on: a start would pay for what few need. */
export function lazily<Thing>(make: () => Thing): () => Thing {
  let made: { thing: Thing } | undefined
  return () => {
    made ??= { thing: make() }
    return made.thing
  }
}
