import WortlautCLI

WortlautProgram.main()
