// Turns a failed assertion of the product into an exception.
using System.Diagnostics;
using Weir.Fuzz.Targets;

namespace Weir.Fuzz;

internal sealed class ThrowingListener : TraceListener
{
    public override void Fail(string? message, string? detailMessage) =>
        throw new FuzzFailureException($"assertion: {message} {detailMessage}");

    public override void Write(string? message) { }

    public override void WriteLine(string? message) { }
}
