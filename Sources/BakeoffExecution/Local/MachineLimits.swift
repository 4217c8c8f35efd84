import Foundation

/// What this process may have at once, as far as running trials depends on it.
package enum MachineLimits {
  /// Open files that a trial takes while its process is being started, and those that the command itself needs.
  private static let (filesOfTrial, filesOfCommand) = (12, 40)

  /// How many files may be open at once.
  package static var openFiles: Int {
    var limit = rlimit()
    #if os(Linux)
      let status = getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
    #else
      let status = getrlimit(RLIMIT_NOFILE, &limit)
    #endif
    return status == 0 ? Int(clamping: limit.rlim_cur) : 256
  }

  /// How many trials there are open files for, at least 1.
  package static var mostJobs: Int { max(1, (openFiles - filesOfCommand) / filesOfTrial) }

  /// What is said where none can be had.
  package static let noMoreThreads = ExecutorUnavailable(
    "this user may start no more processes or threads; end some, allow more (`ulimit -u`), or give fewer --jobs")

  /// Whether so many more threads can be had, which is found out by starting them: where a user may have no more, a process
  /// that needs one would wait for ever, and not say so.
  package static func allowThreads(_ count: Int) -> Bool {
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    // Small, but with room for what every library keeps for each thread.
    pthread_attr_setstacksize(&attributes, 1 << 20)
    var gate = pthread_mutex_t()
    pthread_mutex_init(&gate, nil)
    defer { pthread_mutex_destroy(&gate) }
    var threads: [pthread_t] = []
    // All are there at once: none gets through the gate before the last one is started.
    pthread_mutex_lock(&gate)
    withUnsafeMutablePointer(to: &gate) { gate in
      for _ in 0..<count {
        #if os(Linux)
          var thread = pthread_t()
        #else
          var thread: pthread_t?
        #endif
        let status = pthread_create(&thread, &attributes, passGate, gate)
        guard status == 0 else { break }
        #if os(Linux)
          threads.append(thread)
        #else
          thread.map { threads.append($0) }
        #endif
      }
      pthread_mutex_unlock(gate)
      for thread in threads { pthread_join(thread, nil) }
    }
    return threads.count == count
  }
}

#if os(Linux)
  private func passGate(_ gate: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
    gate.map { pass($0) }
    return nil
  }
#else
  private func passGate(_ gate: UnsafeMutableRawPointer) -> UnsafeMutableRawPointer? {
    pass(gate)
    return nil
  }
#endif

private func pass(_ gate: UnsafeMutableRawPointer) {
  let gate = gate.assumingMemoryBound(to: pthread_mutex_t.self)
  pthread_mutex_lock(gate)
  pthread_mutex_unlock(gate)
}
