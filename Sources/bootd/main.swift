BootdCommand.main()
