/// Whether the tests were built without optimisation: heavy ones then run small.
#if DEBUG
  let isDebugBuild = true
#else
  let isDebugBuild = false
#endif
