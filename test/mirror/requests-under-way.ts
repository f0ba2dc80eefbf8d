let count = 0

/** How many requests this process has sent without having heard of them. Time must not pass while they travel. */
export function requestsUnderWay(): number {
  return count
}

const send = globalThis.fetch

globalThis.fetch = async (...given) => {
  count++
  try {
    return await send(...given)
  } finally {
    count--
  }
}
