// Hands over to the command line.
using Weir.Commands;
using Weir.Hosting;

Streams.Prepare();
return CommandLine.Invoke(args, Console.Out, Console.Error);
