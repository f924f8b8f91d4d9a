import Contract
import Glibc
import WorkerRuntime

exit(WorkerMain.run(.dhcp, arguments: CommandLine.arguments, start: DHCPWorker.start))
