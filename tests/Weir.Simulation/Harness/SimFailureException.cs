// A failed run, with what is needed to run it again.
namespace Weir.Simulation.Harness;

/// <summary>Carries the seed and the tail of the trace of a failed simulation.</summary>
public sealed class SimFailureException : Exception
{
    public SimFailureException() { }

    public SimFailureException(string message)
        : base(message) { }

    public SimFailureException(string message, Exception inner)
        : base(message, inner) { }
}
