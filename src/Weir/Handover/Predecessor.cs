// The process that this one replaces, if there is one: it waits to hear that this one serves.
using System.IO.Pipes;

namespace Weir.Handover;

/// <summary>Reads the handover message and answers it.</summary>
internal static class Predecessor
{
    /// <summary>Says that this process serves; false when there is nobody to tell.</summary>
    public static bool TellReady(string? handover)
    {
        if (handover is null || HandoverMessage.FromJson(handover) is not { } message)
        {
            return false;
        }

        try
        {
            using var pipe = new AnonymousPipeClientStream(PipeDirection.Out, message.ReadyPipe);
            pipe.WriteByte(1);
            return true;
        }
        catch (Exception failure) when (failure is IOException or ArgumentException)
        {
            return false; // it gave up waiting, and will say so
        }
    }
}
