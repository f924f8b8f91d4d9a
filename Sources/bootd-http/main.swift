import Contract
import Glibc
import WorkerRuntime

exit(WorkerMain.run(.http, arguments: CommandLine.arguments, start: HTTPWorker.start))
