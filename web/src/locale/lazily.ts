/** Makes something when it is asked for first: the browser's formats take milliseconds each, and no page needs them all. */
export function lazily<Thing>(make: () => Thing): () => Thing {
  let made: Thing | undefined
  return () => {
    made ??= make()
    return made
  }
}
