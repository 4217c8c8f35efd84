import BakeoffFiles
import Testing

@Test func anAbsoluteFolderOfTheEnvironmentIsTaken() {
  let environment = ["XDG_STATE_HOME": "/state", "XDG_CACHE_HOME": "/cache", "HOME": "/home/me"]
  #expect(UserFolder.state.path(environment: environment) == "/state/bakeoff")
  #expect(UserFolder.cache.path(environment: environment) == "/cache/bakeoff")
}

#if !canImport(Darwin)
  @Test func aRelativeFolderOfTheEnvironmentIsIgnored() {
    let environment = ["XDG_STATE_HOME": "state", "XDG_CACHE_HOME": "", "HOME": "/home/me"]
    #expect(UserFolder.state.path(environment: environment) == "/home/me/.local/state/bakeoff")
    #expect(UserFolder.cache.path(environment: environment) == "/home/me/.cache/bakeoff")
  }
#endif
