// Hands over to the command line.
using Weir;
using Weir.Commands;

Streams.Prepare();
return CommandLine.Invoke(args, Console.Out, Console.Error);
