/// Whether the tests were built without optimisation: heavy ones then run small or not at all.
#if DEBUG
  let isDebugBuild = true
#else
  let isDebugBuild = false
#endif
