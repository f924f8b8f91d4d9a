import Contract
import Glibc
import WorkerRuntime

exit(WorkerMain.run(.tftp, arguments: CommandLine.arguments, start: TFTPWorker.start))
