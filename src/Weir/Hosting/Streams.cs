// Standard output and error as every part of the program is to use them, also where the process was started without.
using Weir.Commands;
using Weir.Linux;

namespace Weir.Hosting;

/// <summary>Prepared once, before anything is opened or printed.</summary>
internal static class Streams
{
    private const int Output = 1;
    private const int Error = 2;

    private static bool[] s_usable = [true, true, true];

    /// <summary>Closed streams lead to nowhere from now on. What standard output refuses is an <see cref="OutputLostException"/>; where
    /// standard error refuses anything there is nobody left to tell.</summary>
    public static void Prepare()
    {
        s_usable = StandardStreams.Prepare();
        if (!s_usable[Output])
        {
            Console.SetOut(TextWriter.Null);
        }

        if (!s_usable[Error])
        {
            Console.SetError(TextWriter.Null);
        }

        Console.SetOut(
            new GuardedWriter(Console.Out, static failure => throw new OutputLostException(failure))
        );
        Console.SetError(new GuardedWriter(Console.Error, static _ => { }));
    }

    /// <summary>Standard output (1) or error (2) for whole lines.</summary>
    public static OutputFile Open(int fd) =>
        s_usable[fd] || OutputFile.Append("/dev/null", out _) is not { } nowhere
            ? OutputFile.Standard(fd)
            : nowhere;
}
