import BakeoffExecution
import Testing

/// Lines as `squeue` of Slurm 22.05 prints them.
@Test func whatSqueueSaysIsRead() {
  let text = """
    1                       2                       CANCELLED               0           None
    1                       3                       PENDING                 1           BeginTime
    1                       7                       RUNNING                 0           None
    1                       8                       OUT_OF_MEMORY           0           OutOfMemory
    1                       9                       NODE_FAIL               2           NodeDown
    1                       10                      TIMEOUT                 0           TimeLimit
    1                       11                      PREEMPTED               0           None
    1                       13                      PENDING                 1           launch failed requeued held
    1                       12                      COMPLETING              0           None
    11                      N/A                     COMPLETED               0           None
    12                      0                       SOMETHING_NEW           0           None

    """
  let tasks = Slurm.tasks(in: text)
  let expected: [Int: TaskStatus] = [
    2: TaskStatus(.cancelled), 3: TaskStatus(.waiting, restarts: 1, reason: "BeginTime"), 7: TaskStatus(.running),
    8: TaskStatus(.outOfMemory, reason: "OutOfMemory"), 9: TaskStatus(.nodeLost, restarts: 2, reason: "NodeDown"),
    10: TaskStatus(.timedOut, reason: "TimeLimit"), 11: TaskStatus(.preempted), 12: TaskStatus(.running),
    13: TaskStatus(.waiting, restarts: 1, reason: "launch failed requeued held", isHeld: true),
  ]
  for (index, status) in expected { #expect(tasks[SchedulerTask(array: "1", index: index)] == status, "\(index)") }
  #expect(tasks[SchedulerTask(array: "11", index: 0)] == TaskStatus(.completed))
  #expect(tasks[SchedulerTask(array: "12", index: 0)] == nil, "a state nobody knows says nothing")
}

@Test func whatIsAskedOfSlurmIsWrittenAsItReadsIt() {
  var options = SlurmOptions()
  #expect(options.arguments == ["--cpus-per-task=1"])
  options.partition = "p"
  options.account = "a"
  options.time = .seconds(5400)
  options.memory = "4G"
  options.cpus = 2
  options.extra = ["--gres=gpu:1"]
  #expect(
    options.arguments == [
      "--partition=p", "--account=a", "--time=1:30:00", "--mem=4G", "--cpus-per-task=2", "--gres=gpu:1",
    ])
  options.time = .milliseconds(59_500)
  #expect(options.arguments.contains("--time=0:01:00"))
}
