// Runs one fuzz target: under afl-fuzz without further arguments (scripts/fuzz.sh), on single files with their paths.
using System.Diagnostics;
using SharpFuzz;
using Weir.Fuzz.Targets;

namespace Weir.Fuzz;

internal static class Program
{
    private static int Main(string[] args)
    {
        if (args.Length == 0 || !FuzzTargets.ByName.TryGetValue(args[0], out FuzzTarget? target))
        {
            Console.Error.WriteLine(
                $"usage: Weir.Fuzz {string.Join('|', FuzzTargets.ByName.Keys)} [FILE...]"
            );
            return 2;
        }

        // What an assertion says shall be a crash of this input, not the end of the process that tries them all.
        Trace.Listeners.Clear();
        Trace.Listeners.Add(new ThrowingListener());
        if (args.Length == 1)
        {
            Fuzzer.Run(stream => target(ReadAll(stream)));
        }

        foreach (string path in args.Skip(1))
        {
            target(File.ReadAllBytes(path));
            Console.WriteLine($"{path}: fine");
        }

        return 0;
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
