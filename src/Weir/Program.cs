// Hands over to the command line.
using Weir.Commands;

return CommandLine.Invoke(args, Console.Out, Console.Error);
