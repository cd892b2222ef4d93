// Whether an answer is the one to its request. Used by simulated clients.
using System.Globalization;
using Weir.Simulation.Harness;

namespace Weir.Simulation.Http;

/// <summary>Judges complete answers.</summary>
internal static class SimAnswerCheck
{
    /// <summary>The backend's right answer, or an error that the proxy owns up to; anything else is a failure.</summary>
    public static SimOutcome Judge(SimRequest request, SimHttpReader answer)
    {
        if (answer.Field("x-sim-id") is not { } id)
        {
            return answer.StatusCode >= 400 && answer.Field("proxy-status") is not null
                ? SimOutcome.ProxyError
                : throw new SimFailureException(
                    $"request {request.Id} got an answer of nobody: {answer.StartLine}"
                );
        }

        if (request.IsTooLarge)
        {
            throw new SimFailureException(
                $"request {request.Id} was served, though its body is above the limit"
            );
        }

        if (id != request.Id.ToString(CultureInfo.InvariantCulture))
        {
            throw new SimFailureException($"request {request.Id} got the answer to {id}");
        }

        long length = long.Parse(answer.Field("x-sim-length")!, CultureInfo.InvariantCulture); // comes with the id
        bool isRight =
            request.Method == "HEAD"
                ? answer.BodyBytes == 0
                : answer.BodyBytes == length
                    && answer.BodyHash == SimBody.HashOf(request.Id, isAnswer: true, length);
        return isRight
            ? SimOutcome.Answered
            : throw new SimFailureException(
                $"the answer to {request.Id} ended well with {answer.BodyBytes} bytes of {length}, or changed"
            );
    }
}
