import ArgumentParser

BootdCommand.main()
